namespace MultiLLM.Tests.Client;

/// <summary>Answers of the own API as a service writes them.</summary>
internal static class Replies
{
    public const string Chat = """
        {"response":"Hello there.","model_id":"starter-chat","starter_model":true,"processing_time":0.25,"finish_reason":"stop",
         "tokens":{"prompt":12,"cached":8,"completion":3,"total":15},
         "timings":{"queue_seconds":0,"load_seconds":0,"prompt_seconds":0.01,"decode_seconds":0.1,"time_to_first_token_seconds":0.05,"tokens_per_second":30.5},
         "selection":{"requested":"auto","reason":"A plain question.","candidates":[{"model_id":"starter-chat","score":0.9,"eligible":true,"reasons":["chat"]}]}}
        """;

    public static string ChatOneLine { get; } = Chat.ReplaceLineEndings("");

    public static string[] ChatEvents { get; } =
        ["""{"delta":"Hello "}""", """{"delta":"there."}""", $$"""{"reply":{{ChatOneLine}}}"""];

    public const string Models = """
        {"models":[
          {"id":"starter-chat","name":"Starter chat","kind":"chat","state":"ready","size_bytes":14000000,"parameters":13000000,"quantization":"Q8_0",
           "context_length":512,"starter_model":true,"aliases":["default"],
           "loaded":{"process_id":4711,"load_seconds":0.4,"loaded_at":"2025-01-01T00:00:00Z","last_used_at":"2025-01-01T00:00:00Z","slots":8,
             "requests_in_flight":1,"context_length":512,"memory_bytes":60000000,"model_bytes":14000000,"kv_bytes":1,"compute_bytes":1}},
          {"id":"starter-embed","name":"Starter embed","kind":"embedding","state":"unloaded","size_bytes":5000000,"starter_model":true,"aliases":[]}],
         "max_concurrent_models":3}
        """;

    public static string Model(string state, bool changed) =>
        $$"""{"model":{"id":"starter-chat","name":"Starter chat","kind":"chat","state":"{{state}}","size_bytes":14000000,"aliases":[]},"changed":{{(changed ? "true" : "false")}}}""";

    public static string Error(string code, string message) =>
        $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";
}
