namespace MultiLLM.Tests.Client;

/// <summary>Answers about the choice of models as a service writes them.</summary>
internal static class SelectionReplies
{
    public const string Chosen = """
        {"response":"Hello there.","model_id":"starter-code","processing_time":0.25,"finish_reason":"stop",
         "tokens":{"prompt":12,"cached":0,"completion":3},"timings":{"load_seconds":0.5,"tokens_per_second":30.5},
         "selection":{"requested":"auto","decision_id":"sel-1","reason":"For code: starter-code, loaded.","task":"code","difficulty":"high","confidence":0.876,
           "sure":true,"language":"de","preference":{"name":"fast","quality":0.3,"speed":0.7},"loaded_for_this":true,
           "fallbacks":[{"model_id":"big-coder","reason":"Its process ended."}],"conversation_id":"conv-1",
           "candidates":[
             {"model_id":"starter-code","score":0.5,"eligible":true,"reasons":["expected quality 1.5 of 10","about 0.9 s to the full answer","loaded"],"quality":1.5,
              "seconds":{"total":0.9,"load":0,"queue":0,"prompt":0.1,"decode":0.8,"others":0}},
             {"model_id":"starter-embed","score":0,"eligible":false,"reasons":["an embedding model, which writes no text"]}]}}
        """;

    public static string[] Events { get; } = ["""{"delta":"Hello there."}""", $$"""{"reply":{{Chosen.ReplaceLineEndings("")}}}"""];

    private const string Validation = """
        {"model_id":"x","valid":true,"verdict":"fits_after_unloading","installed":true,"memory":{"ok":true,"needed_bytes":5500000000},
         "context":{"ok":true},"gpu":{"ok":true,"layers":0,"bytes":0,"reason":"On the processor."}}
        """;

    private const string Understood = """
        {"task":"code","difficulty":"high","confidence":0.876,"sure":true,"tasks":{"code":0.876,"writing":0.124},"high_difficulty":0.7,"language":"de","signs":["wants_depth"],
         "prompt_tokens":40,"answer_tokens":300,"conversation":{"id":"conv-1","model_id":"starter-code","task":"code","turns":2,"cached_tokens":30,"moves":1}}
        """;

    public const string Recommendation = $$"""
        {"model_id":"starter-code","reason":"For code: starter-code, loaded.","understood":{{Understood}},"preference":{"name":"quality","quality":0.9,"speed":0.1},
         "models":[
           {"model_id":"starter-code","name":"Starter code","score":0.5,"eligible":true,"quality":1.5,"starter_model":true,
            "seconds":{"total":0.9,"load":0,"queue":0,"prompt":0.1,"decode":0.8,"others":0},
            "reasons":["expected quality 1.5 of 10","about 0.9 s to the full answer","loaded","a tiny starter model"],"validation":{{Validation}}},
           {"model_id":"starter-chat","name":"Starter chat","score":0,"eligible":false,"reasons":["the request excludes it"],"validation":{{Validation}}}],
         "not_installed":[
           {"model_id":"coder-7b","name":"Coder 7B","quality":8.8,"seconds":71.2,"download_bytes":4700000000,"memory_bytes":5500000000,"reason":"It fits.","validation":{{Validation}}}]}
        """;

    public const string Explained = $$"""
        {"requested":"auto","model_id":"starter-code","reason":"For code.","understood":{{Understood}},"preference":{"name":"custom","quality":0.25,"speed":0.75},
         "candidates":[{"model_id":"starter-code","score":0.5,"eligible":true,"reasons":["loaded"]}]}
        """;

    public const string Decisions = """
        {"decisions":[{"time":"2026-01-31T12:00:00.1234567+00:00","model_id":"starter-code","load_seconds":0.5,"requested":"auto","decision_id":"sel-1","reason":"For code.",
          "task":"code","loaded_for_this":true}],"next_before":"2026-01-31T12:00:00.1234567+00:00"}
        """;

    public const string Feedback = """{"model_id":"starter-code","task":"code","quality_before":1.5,"quality_after":1.25}""";
}
