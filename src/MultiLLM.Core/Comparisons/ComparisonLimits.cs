namespace MultiLLM.Core.Comparisons;

/// <summary>What comparisons may take.</summary>
public static class ComparisonLimits
{
    public const int FewestModels = 2;
    public const int MostModels = 8;
    public const int MostPrompts = 100;

    /// <summary>Of one prompt, of its reference, and of the instructions, in UTF-16 characters.</summary>
    public const int MostCharacters = 100_000;

    /// <summary>Of all prompts together.</summary>
    public const int MostCharactersTogether = 1_000_000;

    public const int UsualAnswerTokens = 256;
    public const int MostAnswerTokens = 8192;

    /// <summary>Models times prompts times tokens of an answer.</summary>
    public const long MostTokensTogether = 1_000_000;

    /// <summary>Comparisons that are not over, the running one included.</summary>
    public const int MostQueued = 8;

    /// <summary>Comparisons that are remembered; those that ended first go first.</summary>
    public const int MostKept = 32;
}
