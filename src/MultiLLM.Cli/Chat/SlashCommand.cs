namespace MultiLLM.Cli.Chat;

internal enum SlashKind
{
    Message,
    Help,
    Model,
    System,
    Why,
    Good,
    Bad,
    Clear,
    Exit,
    Unknown,
}

/// <summary>One line of an interactive chat.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Argument">The message, the command's argument, or the unknown command's name.</param>
internal sealed record SlashCommand(SlashKind Kind, string Argument)
{
    public const string Help = """
        /model [ID]     show the models, or answer with this one from now on (auto, auto:fast: the service picks)
        /system [TEXT]  show or set the instructions before the conversation (none: remove them)
        /why            which model gave the last answer, and why
        /good, /bad     say how the last answer was; /bad ID names a model that would have done better
        /clear          forget the conversation
        /exit           leave, as Ctrl+D does
        //text          send a message that starts with a slash
        """;

    public static SlashCommand Parse(string line)
    {
        if (!line.StartsWith('/'))
        {
            return new SlashCommand(SlashKind.Message, line);
        }

        if (line.StartsWith("//", StringComparison.Ordinal))
        {
            return new SlashCommand(SlashKind.Message, line[1..]);
        }

        var end = line.AsSpan().IndexOfAny(" \t\n");
        var (name, argument) = end < 0 ? (line, "") : (line[..end], line[end..].Trim());
        return name switch
        {
            "/help" or "/?" => new SlashCommand(SlashKind.Help, argument),
            "/model" => new SlashCommand(SlashKind.Model, argument),
            "/system" => new SlashCommand(SlashKind.System, argument),
            "/why" => new SlashCommand(SlashKind.Why, argument),
            "/good" => new SlashCommand(SlashKind.Good, argument),
            "/bad" => new SlashCommand(SlashKind.Bad, argument),
            "/clear" => new SlashCommand(SlashKind.Clear, argument),
            "/exit" or "/quit" or "/bye" => new SlashCommand(SlashKind.Exit, argument),
            _ => new SlashCommand(SlashKind.Unknown, name),
        };
    }
}
