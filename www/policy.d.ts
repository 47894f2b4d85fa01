export declare const policy: string;
export declare const headerPolicy: string;
