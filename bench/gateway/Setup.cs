namespace MultiLLM.GatewayBench;

/// <summary>One way to run the service.</summary>
/// <param name="Name">In tables and for <c>--only</c>.</param>
/// <param name="Policy">The text of policy.json.</param>
/// <param name="KeyOrder">The body that makes the caller's key; null: none is asked for.</param>
/// <param name="IsRecorded">Whether each request leaves a record, which is then looked for.</param>
/// <param name="Arguments">For the service.</param>
internal sealed record Setup(string Name, string Policy, string? KeyOrder, bool IsRecorded, IReadOnlyList<string> Arguments)
{
    private const string NoPolicy = """{ "version": "none", "rules": [] }""";

    /// <summary>What the policy has to look for in each prompt and each answer.</summary>
    private const string FullPolicy = """
        {
          "version": "bench",
          "rules": [
            { "id": "secrets", "detectors": ["secrets"], "direction": "both", "action": "mask" },
            { "id": "personal", "detectors": ["payment_card", "iban", "email"], "direction": "both", "action": "mask" },
            { "id": "injection", "detectors": ["prompt_injection"], "direction": "input", "action": "flag" }
          ]
        }
        """;

    /// <summary>Limits of every kind, none of which is reached.</summary>
    private const string LimitedKey = """
        { "name": "bench", "role": "user", "models": ["echo"], "limits": {
          "requests_per_minute": 1000000, "tokens_per_minute": 1000000000, "concurrency": 1000, "tokens_per_day": 1000000000, "tokens_per_month": 10000000000,
          "max_prompt_tokens": 100000, "max_answer_tokens": 10000 } }
        """;

    public static IReadOnlyList<Setup> All { get; } =
    [
        new("bare", NoPolicy, KeyOrder: null, IsRecorded: false, ["--MultiLLM:Analytics:Enabled", "false", "--MultiLLM:Audit:Enabled", "false", "--Logging:LogLevel:Default", "Warning"]),
        new("everything", FullPolicy, LimitedKey, IsRecorded: true, ["--MultiLLM:Gateway:RequireKeys", "true"]),
    ];
}
