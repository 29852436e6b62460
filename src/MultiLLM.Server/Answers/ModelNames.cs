using MultiLLM.Core.Selection;

namespace MultiLLM.Server.Answers;

internal static class ModelNames
{
    public const string Auto = AutoName.Auto;
    public const int MaxLength = 256;

    /// <summary>Null: the service picks.</summary>
    public static string? OrAuto(string? requested) =>
        requested is null || requested.Equals(Auto, StringComparison.OrdinalIgnoreCase) ? null : requested;
}
