namespace MultiLLM.Server.Answers;

internal static class ModelNames
{
    public const string Auto = "auto";
    public const string Header = "x-multillm-model";
    public const int MaxLength = 256;

    /// <summary>Null: the service picks.</summary>
    public static string? OrAuto(string? requested) =>
        requested is null || requested.Equals(Auto, StringComparison.OrdinalIgnoreCase) ? null : requested;
}
