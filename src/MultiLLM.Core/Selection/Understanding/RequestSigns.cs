namespace MultiLLM.Core.Selection.Understanding;

/// <summary>What a request shows besides its task.</summary>
public sealed record RequestSigns
{
    public static RequestSigns None { get; } = new();

    /// <summary>ISO 639-1 of what the person wrote last, such as "de"; "und": cannot be told.</summary>
    public string Language { get; init; } = "und";

    /// <summary>It brings material: a quoted or pasted document, code, a table.</summary>
    public bool BringsMaterial { get; init; }
    public bool WantsJson { get; init; }

    /// <summary>It offers tools to call, or a caller requires a model that can call some.</summary>
    public bool WantsTools { get; init; }
    public bool WantsBrevity { get; init; }
    public bool WantsDepth { get; init; }

    /// <summary>The person says that the answer before was wrong or useless, or asks the same again.</summary>
    public bool IsDissatisfied { get; init; }
}
