import { invalidValue } from "../wire/errors";

export const runNameTag = "mlflow.runName";

const moods = (
  "able amused bold brave bright brisk calm candid clear clever crisp curious deft eager earnest fair fearless fond " +
  "gentle glad grand handy hardy honest intent keen kind lively loyal lucid mellow merry mild nimble noble patient placid " +
  "polite proud quick quiet ready serene sharp shrewd sincere skilful sleek smart sober spry stately steady stoic suave " +
  "sunny sure swift tidy trusty upbeat valiant vivid warm wise witty worthy zesty"
).split(" ");
const birds = (
  "auk avocet bittern bunting buzzard coot cormorant crake crane crow cuckoo curlew dipper dove dunlin dunnock eagle egret " +
  "eider falcon finch fulmar gannet godwit goose goshawk grebe grouse gull harrier heron hobby hoopoe jackdaw jay kestrel " +
  "kite knot lapwing lark linnet magpie mallard martin merlin osprey ouzel owl oystercatcher partridge petrel pipit plover " +
  "puffin quail rail raven redpoll redshank robin rook sandpiper shrike siskin skua snipe sparrow starling stilt stint stork " +
  "swallow swan swift teal tern thrush tit turnstone twite wagtail warbler wheatear whimbrel wigeon wren wryneck yaffle"
).split(" ");

/** A name for a run that was given none, out of its random id: the same id gives the same name. */
export function nameOfId(id: string): string {
  const number = Number.parseInt(id.slice(-12), 16);
  const mood = moods[number % moods.length];
  const bird = birds[Math.floor(number / moods.length) % birds.length];
  return `${mood}-${bird}-${Math.floor(number / (moods.length * birds.length)) % 1000}`;
}

/** The name a run is created with; a name and a tag that say different things are refused. */
export function createdName(name: string | undefined, tag: string | undefined, fallback: string): string {
  if (name && tag && name !== tag) {
    throw invalidValue(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${name}', mlflow.runName='${tag}').`,
    );
  }
  return name || tag || fallback;
}
