import { type CardExport, linesOf, ownersOf, plainText } from "./card-export";
import { measuredMetrics } from "./measured-metrics";

const isAddress = (text: string) => /^https?:\/\/\S+$/.test(text) && URL.canParse(text);

/** The card in the Model Card Toolkit's schema v0.0.2, as release 2.0.0 ships it. What that schema has no place for stands in the documentation. */
export function toModelCardToolkit(card: CardExport) {
  const { body, figures, evidence, model, version } = card;
  const { run, evaluation } = evidence;
  const plain = (text: string) => plainText(text, figures);
  const described = (text: string) => (plain(text) ? [{ description: plain(text) }] : []);
  const licences = linesOf(body.licence);
  const isIdentifier = licences.length === 1 && /^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$/.test(licences[0] ?? "");
  const { dataset } = run.axisDetails;
  return {
    schema_version: "0.0.2",
    model_details: {
      name: model.name,
      overview: plain(body.overview),
      documentation: [
        ["", body.documentation],
        ["Out of scope", body.outOfScope],
        ["Human oversight", body.humanOversight],
        ["Fairness across groups", body.fairness],
        ["Quantitative analysis", body.quantitativeAnalysis],
      ]
        .filter(([, text = ""]) => text.trim() !== "")
        .map(([title, text = ""]) => (title ? `${title}\n\n${plain(text)}` : plain(text)))
        .join("\n\n"),
      owners: ownersOf(body.owners).map(({ name, contact }) => ({ name, ...(contact === null ? {} : { contact }) })),
      version: {
        name: String(version.number),
        date: version.registeredAt.toISOString().slice(0, 10),
        diff: `Card revision ${card.revision}; version digest ${version.digest}`,
      },
      licenses:
        licences.length === 0
          ? []
          : [isIdentifier ? { identifier: licences[0] } : { custom_text: plain(body.licence) }],
      references: linesOf(body.references)
        .filter(isAddress)
        .map((reference) => ({ reference })),
      citations: plain(body.citation) ? [{ style: "as written", citation: plain(body.citation) }] : [],
    },
    model_parameters: {
      model_architecture: [run.algorithm, plain(body.modelParameters)].filter(Boolean).join("\n\n"),
      data: [
        {
          name: dataset?.trainName ?? "training dataset",
          description: `Training; snapshot ${run.datasetSnapshot ?? "not on record"}`,
        },
        {
          name: dataset?.evalName ?? "evaluation dataset",
          description: `Evaluation, ${run.evalRows ?? "unknown number of"} rows; snapshot ${run.evalDatasetDigest ?? "not on record"}`,
        },
        ...(plain(body.data) ? [{ name: "as described", description: plain(body.data) }] : []),
      ],
      input_format: fieldsText(evaluation?.signature?.inputs),
      output_format: fieldsText(evaluation?.signature?.outputs),
    },
    quantitative_analysis: {
      performance_metrics: measuredMetrics(evidence).map(({ type, value, slice, interval }) => ({
        type,
        value,
        ...(slice === null ? {} : { slice }),
        ...(interval === null
          ? {}
          : { confidence_interval: { lower_bound: interval.low, upper_bound: interval.high } }),
      })),
    },
    considerations: {
      users: described(body.users),
      use_cases: [
        ...linesOf(plain(body.useCases)).map((description) => ({ description })),
        ...described(body.intendedUse),
      ],
      limitations: described(body.limitations),
      tradeoffs: described(body.tradeoffs),
      ethical_considerations: [
        ...(plain(body.ethicalConsiderations) ? [{ name: plain(body.ethicalConsiderations) }] : []),
        ...body.mitigations.map(({ name, mitigation }) => ({ name, mitigation_strategy: plain(mitigation) })),
      ],
    },
  };
}

const fieldsText = (fields: readonly { name?: string; type: string }[] | undefined) =>
  fields ? fields.map(({ name, type }) => (name ? `${name}: ${type}` : type)).join("\n") : "not on record";
