"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import type { SourceAuth } from "@/db/enums";
import type { FieldErrors } from "@/lib/errors";

type Values = {
  name: string;
  url: string;
  auth: SourceAuth;
  userName: string;
  secretEnv: string | null;
  experiments: readonly string[];
};
type Props = { values?: Values; errors: FieldErrors };

const auths: { value: SourceAuth; label: string }[] = [
  { value: "token", label: "By a token" },
  { value: "basic", label: "By user and password" },
  { value: "none", label: "Not at all" },
];
const isAuth = (value: string): value is SourceAuth => auths.some((auth) => auth.value === value);

/** Name, address, credentials and choice of experiments of a source. */
export function SourceFields({ values, errors }: Props) {
  const [auth, setAuth] = useState<SourceAuth>(values?.auth ?? "token");
  const isKept = values !== undefined && values.auth === auth && !values.secretEnv;
  return (
    <>
      <TextField
        label="Name"
        name="name"
        hint="Whose server it is, such as the lab."
        maxLength={80}
        defaultValue={values?.name}
        error={errors.name}
      />
      <TextField
        label="Tracking address"
        name="url"
        type="url"
        hint="What clients have as MLFLOW_TRACKING_URI. A server of the internal network has to be listed in IMPORT_ALLOWED_HOSTS."
        maxLength={2000}
        placeholder="https://mlflow.example.com"
        defaultValue={values?.url}
        error={errors.url}
      />
      <SelectField
        label="It asks who calls"
        name="auth"
        options={auths}
        value={auth}
        onChange={(event) => isAuth(event.target.value) && setAuth(event.target.value)}
        error={errors.auth}
      />
      {auth === "basic" && (
        <TextField
          label="User"
          name="userName"
          maxLength={200}
          autoComplete="off"
          defaultValue={values?.userName}
          error={errors.userName}
        />
      )}
      {auth !== "none" && (
        <>
          <TextField
            label={auth === "token" ? "Token" : "Password"}
            name="secret"
            type="password"
            autoComplete="new-password"
            optional
            hint={
              isKept
                ? "Leave empty to keep the stored one; it is never shown again."
                : "Stored encrypted and never shown again."
            }
            error={errors.secret}
          />
          <TextField
            label="Or a variable that holds it"
            name="secretEnv"
            optional
            hint="Read where this installation runs; its name begins with MLFLOW_SOURCE_."
            placeholder="MLFLOW_SOURCE_TOKEN"
            defaultValue={values?.secretEnv ?? ""}
            error={errors.secretEnv}
          />
        </>
      )}
      <TextareaField
        label="Experiments"
        name="experiments"
        rows={3}
        optional
        hint="Names to take, one a line, with * for any text. Empty takes all."
        placeholder={"credit-risk\nfraud/*"}
        defaultValue={values?.experiments.join("\n")}
        error={errors.experiments}
      />
    </>
  );
}

/** What the fields hold. */
export function readSourceFields(form: HTMLFormElement) {
  const data = new FormData(form);
  const text = (field: string) => String(data.get(field) ?? "");
  const auth = text("auth");
  return {
    ...{ name: text("name"), url: text("url"), auth: isAuth(auth) ? auth : ("none" as const) },
    ...{ userName: text("userName"), secret: text("secret"), secretEnv: text("secretEnv") },
    experiments: text("experiments").split("\n"),
  };
}
