import protobuf from 'protobufjs';

/** The parts of OpenTelemetry's protocol that matter here, for the decoder that ours is held against. */
const text = `
syntax = "proto3";
message LogsRequest { repeated ResourceLogs resource_logs = 1; }
message ResourceLogs {
  Resource resource = 1;
  repeated ScopeLogs scope_logs = 2;
  string schema_url = 3; // unused
}
message ScopeLogs {
  Scope scope = 1; // unused
  repeated LogRecord log_records = 2;
}
message TracesRequest { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans {
  Resource resource = 1;
  repeated ScopeSpans scope_spans = 2;
  string schema_url = 3; // unused
}
message ScopeSpans {
  Scope scope = 1; // unused
  repeated Span spans = 2;
}
message Scope { string name = 1; string version = 2; }
message Resource {
  repeated KeyValue attributes = 1;
  uint32 dropped_attributes_count = 2; // unused
}
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value {
    string string_value = 1;
    bool bool_value = 2;
    int64 int_value = 3;
    double double_value = 4;
    ArrayValue array_value = 5;
    KeyValueList kvlist_value = 6;
    bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message LogRecord {
  fixed64 time_unix_nano = 1;
  int32 severity_number = 2; // unused
  string severity_text = 3; // unused
  AnyValue body = 5; // unused
  repeated KeyValue attributes = 6;
  uint32 dropped_attributes_count = 7; // unused
  fixed32 flags = 8; // unused
  bytes trace_id = 9;
  bytes span_id = 10;
  fixed64 observed_time_unix_nano = 11;
  string event_name = 12;
}
message Span {
  bytes trace_id = 1;
  bytes span_id = 2;
  string trace_state = 3; // unused
  bytes parent_span_id = 4;
  string name = 5; // unused
  int32 kind = 6; // unused
  fixed64 start_time_unix_nano = 7;
  fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9;
  Status status = 15;
}
message Status {
  string message = 2; // unused
  int32 code = 3;
}
message PartialLogs { int64 rejected_log_records = 1; string error_message = 2; }
message LogsResponse { PartialLogs partial_success = 1; }
message PartialSpans { int64 rejected_spans = 1; string error_message = 2; }
message TracesResponse { PartialSpans partial_success = 1; }
message RpcStatus { int32 code = 1; string message = 2; }
`;

const full = protobuf.parse(text).root;
/** Without what we leave out: both skip it then, and what is broken within it is broken for neither. */
const used = protobuf.parse(text.replace(/^.*\/\/ unused$/gm, '')).root;

type MessageName = 'LogsRequest' | 'TracesRequest' | 'LogsResponse' | 'TracesResponse' | 'RpcStatus';

/** `message` as protobufjs names things: camelCase, 64-bit integers as text or number, bytes as a buffer. */
export const encode = (name: MessageName, message: object): Buffer => {
  const type = full.lookupType(name);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
};

const options = { longs: String, bytes: Buffer, oneofs: true };

/** 64-bit integers as text; throws where protobufjs does. */
export const decode = (name: MessageName, bytes: Uint8Array): Record<string, unknown> =>
  full.lookupType(name).toObject(full.lookupType(name).decode(bytes), options);

/** The same of only those fields that we use. */
export const decodeUsed = (name: MessageName, bytes: Uint8Array): Record<string, unknown> =>
  used.lookupType(name).toObject(used.lookupType(name).decode(bytes), options);
