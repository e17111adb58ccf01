"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Checkbox, CheckboxField } from "@/components/ui/checkbox";
import { FormFailure } from "@/components/ui/form-failure";
import { Panel } from "@/components/ui/panel";
import { Select, SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, Td, Th } from "@/components/ui/table";
import { type MailRhythm, mailRhythms, notificationKinds } from "@/db/enums";
import { saveNotificationSettingsAction } from "@/lib/notifications/actions";
import { kinds } from "@/lib/notifications/kinds";
import type { SettingsView } from "@/lib/notifications/settings-query";

const rhythms: Record<MailRhythm, string> = { at_once: "At once", daily: "Daily", off: "Never" };
const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

type Props = { project: string; settings: SettingsView; timeZones: readonly string[] };

/** Kind by channel, mail altogether, and the hours in which none is sent. */
export function SettingsForm({ project, settings, timeZones }: Props) {
  const router = useRouter();
  const [wantsMail, setWantsMail] = useState(settings.mail);
  const form = useProtectedForm(saveNotificationSettingsAction, {
    onSuccess: () => {
      toast.success("Saved");
      router.refresh();
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const hour = (name: string) => (data.get(name) === "" ? null : Number(data.get(name)));
    const choices = Object.fromEntries(
      notificationKinds.map((kind) => [
        kind,
        {
          inApp: data.get(`inApp.${kind}`) === "on",
          mail: mailRhythms.find((rhythm) => rhythm === data.get(`mail.${kind}`)) ?? settings.choices[kind].mail,
        },
      ]),
    );
    form.run(project, {
      choices,
      mail: data.get("mail") === "on",
      timeZone: String(data.get("timeZone") ?? "UTC"),
      quietFrom: hour("quietFrom"),
      quietTo: hour("quietTo"),
      lockVersion: settings.lockVersion,
    });
  };
  return (
    <form {...form.formProps} onSubmit={onSubmit} className="flex flex-col gap-4">
      <Panel className="overflow-x-auto">
        <Table caption="How you are told, by kind" density="roomy">
          <thead>
            <tr>
              <Th>What</Th>
              <Th>Inbox</Th>
              <Th>Mail</Th>
            </tr>
          </thead>
          <tbody>
            {notificationKinds.map((kind) => (
              <tr key={kind}>
                <Td wrap>
                  <p className="font-medium">{kinds[kind].label}</p>
                  <p className="text-s text-ink-2">{kinds[kind].hint}</p>
                </Td>
                <Td className="align-middle!">
                  <Checkbox
                    name={`inApp.${kind}`}
                    defaultChecked={settings.choices[kind].inApp}
                    aria-label={`${kinds[kind].label}: in the inbox`}
                  />
                </Td>
                <Td className="align-middle!">
                  <Select
                    name={`mail.${kind}`}
                    defaultValue={settings.choices[kind].mail}
                    aria-label={`${kinds[kind].label}: by mail`}
                    options={mailRhythms.map((value) => ({ value, label: rhythms[value] }))}
                    disabled={!wantsMail}
                    className="w-32 max-sm:w-24"
                  />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Panel>
      <Panel padded className="flex max-w-2xl flex-col gap-4">
        <CheckboxField
          name="mail"
          label="Send me mail"
          hint={wantsMail ? "As chosen above." : "Off: the choices above are kept for when you turn it on again."}
          defaultChecked={settings.mail}
          onChange={(event) => setWantsMail(event.currentTarget.checked)}
        />
        <div className="grid gap-3.5 sm:grid-cols-3">
          <SelectField
            label="No mail from"
            name="quietFrom"
            placeholder="No quiet hours"
            options={hours}
            defaultValue={settings.quietFrom === null ? "" : String(settings.quietFrom)}
            error={form.fieldErrors.quietFrom}
            required={false}
          />
          <SelectField
            label="Until"
            name="quietTo"
            placeholder="No quiet hours"
            options={hours}
            defaultValue={settings.quietTo === null ? "" : String(settings.quietTo)}
            error={form.fieldErrors.quietTo}
            required={false}
          />
          <SelectField
            label="Time zone"
            name="timeZone"
            options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
            defaultValue={settings.timeZone}
            error={form.fieldErrors.timeZone}
          />
        </div>
        <p className="text-s text-ink-2">
          Daily summaries come at 08:00 in this time zone; mail of quiet hours comes after them.
        </p>
        <FormFailure failure={form.unplaced} />
        <SubmitButton pending={form.pending} className="self-start">
          Save
        </SubmitButton>
      </Panel>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
