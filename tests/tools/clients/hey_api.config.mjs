// How @hey-api/openapi-ts makes its client: with file endings, so that what tsc compiles runs in Node as it is.
const work = process.env.FINDER_WORK;

export default {
  input: `${work}/openapi.json`,
  output: { path: `${work}/hey_api/client`, importFileExtension: ".js" },
  logs: { file: false },
};
