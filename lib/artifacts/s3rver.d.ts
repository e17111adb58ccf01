declare module "s3rver" {
  type Bucket = { name: string; configs: string[] };
  type Options = { port: number; address: string; silent: boolean; directory: string; configureBuckets: Bucket[] };
  export default class S3rver {
    constructor(options: Options);
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
}
