namespace MultiLLM.Cli.Chat;

internal enum LineKind
{
    Text,

    /// <summary>Ctrl+C at the prompt.</summary>
    Interrupted,

    /// <summary>Ctrl+D at an empty prompt, or the end of the input.</summary>
    End,
}

internal readonly record struct LineInput(LineKind Kind, string Text)
{
    public static LineInput Interrupted => new(LineKind.Interrupted, "");
    public static LineInput End => new(LineKind.End, "");
}

/// <summary>Where an interactive chat gets its lines from.</summary>
internal interface ILineReader
{
    Task<LineInput> ReadAsync(string prompt, CancellationToken cancellationToken);
}
