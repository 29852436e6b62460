namespace MultiLLM.Cli.Commands;

/// <summary>Whether a model fits, in a word or two.</summary>
internal static class FitWords
{
    public static string Of(string? verdict) => verdict switch
    {
        null => "-",
        "loaded" => "loaded",
        "fits" => "yes",
        "fits_after_unloading" => "yes, after unloading",
        "fits_with_less_context" => "with less context",
        "cannot_run" => "cannot be run",
        "unknown" => "not known",
        _ => "no",
    };
}
