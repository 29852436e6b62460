namespace MultiLLM.Dashboard.Models.Details;

/// <summary>How keys and values can be kept, in the API's words and a person's.</summary>
internal static class KvTypes
{
    public const string Auto = "auto";

    /// <summary>Null: leave it to the configuration.</summary>
    public static string? Asked(string kvType) => kvType == Auto ? null : kvType;

    public static IReadOnlyList<(string Value, string Label)> All { get; } =
        [(Auto, "As configured"), ("f16", "16 bits (f16)"), ("bf16", "16 bits (bf16)"), ("q8_0", "8 bits (q8_0)"), ("q4_0", "4 bits (q4_0)")];
}
