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

    public const string Residency = """
        {"models":[
          {"id":"starter-chat","state":"ready","host":"local","process_id":4711,"context_length":512,"context_shrunk":false,"slots":8,
           "predicted_bytes":58000000,"measured_bytes":60000000,"load_seconds":0.4,"loaded_at":"2025-01-01T00:00:00Z","last_used_at":"2025-01-01T00:00:00Z",
           "in_flight":1,"waiting":2,"pinned":true,"why_loaded":"A request asked for it.","failures":0},
          {"id":"starter-code","state":"loading","load_progress":0.25,"predicted_bytes":50000000,"in_flight":0,"waiting":1,"context_shrunk":false,"pinned":false,
           "failures":0,"why_loaded":"Two requests wait."},
          {"id":"broken","state":"failed","last_error":"The file is damaged.","in_flight":0,"waiting":0,"context_shrunk":false,"pinned":false,"failures":3},
          {"id":"starter-embed","state":"unloaded","why_evicted":"It made room for starter-code.","in_flight":0,"waiting":0,"context_shrunk":false,"pinned":false,
           "failures":0}],
         "budget":{"max_concurrent_models":3,"models_in_memory":2,"budget_bytes":8000000000,"taken_bytes":108000000,"counted_at":"2025-01-01T00:00:00Z"},
         "predicted_bytes":108000000,"measured_bytes":60000000,"in_flight":1,"waiting":3}
        """;

    public const string Resources = """
        {"memory":{"total_bytes":16000000000,"available_bytes":12000000000,"source":"cgroup2"},
         "cpu":{"cores":4,"model":"Test CPU","utilization":0.5},
         "gpus":[{"index":0,"vendor":"nvidia","name":"Test GPU","total_bytes":8000000000,"free_bytes":2000000000,"utilization":0.1},
                 {"index":0,"vendor":"intel","name":"Intel GPU","total_bytes":0,"free_bytes":0}],
         "gpu_use":{"enabled":true,"note":"The engine uses CUDA0 (Test GPU)."},
         "disk":{"folder":"/models","total_bytes":500000000000,"free_bytes":125000000000},
         "budget":{"max_concurrent_models":3,"models_in_memory":2},
         "engine":{"version":"v0.5.0","devices":["CPU: Test CPU"],"gpus":["CUDA0"]}}
        """;

    public const string Events = """
        {"events":[{"id":41,"time":"2025-01-01T00:00:00Z","kind":"model.loading","message":"A request asked for it.","model_id":"starter-chat"},
                   {"id":42,"time":"2025-01-01T00:00:01Z","kind":"memory.low","message":"Memory is scarce.","bytes":5}],
         "last_id":42,"missed":false}
        """;

    public static string Model(string state, bool changed) =>
        $$"""{"model":{"id":"starter-chat","name":"Starter chat","kind":"chat","state":"{{state}}","size_bytes":14000000,"aliases":[]},"changed":{{(changed ? "true" : "false")}}}""";

    public static string Error(string code, string message) =>
        $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";
}
