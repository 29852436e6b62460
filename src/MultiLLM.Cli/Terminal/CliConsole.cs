namespace MultiLLM.Cli.Terminal;

/// <summary>Results go to <see cref="Out"/>, messages to <see cref="Error"/>; decoration only where a person looks at a terminal.</summary>
internal sealed record CliConsole
{
    public required TextReader In { get; init; }
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }
    public bool InIsTerminal { get; init; }
    public bool OutIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether escape sequences may be used at all: NO_COLOR takes colours, TERM=dumb takes cursor movement too.</summary>
    public bool Colors { get; init; }
    public bool CursorMoves { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public Func<int> TerminalWidth { get; init; } = () => Console.WindowWidth;

    public bool ErrorColors => ErrorIsTerminal && Colors;

    public static CliConsole ForProcess()
    {
        var dumb = !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = System.Text.Encoding.UTF8;
        }

        return new CliConsole
        {
            In = new LazyStandardInput(),
            Out = Console.Out,
            Error = Console.Error,
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Colors = !dumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            CursorMoves = !dumb,
        };
    }

    /// <summary>Text of models and services as it may go to <see cref="Out"/>: exact in files and pipes, inert on a terminal.</summary>
    public string ForOut(string text) => OutIsTerminal ? TerminalText.Inert(text) : text;

    /// <summary>A side remark; the text is made inert here.</summary>
    public void Note(string text) => Error.WriteLine(Styled(text, "2"));

    /// <summary>Something went wrong; the text is made inert here.</summary>
    public void Problem(string text) => Error.WriteLine(Styled(text, "31"));

    private string Styled(string text, string style)
    {
        var inert = ErrorIsTerminal ? TerminalText.Inert(text) : text;
        return ErrorColors ? $"\e[{style}m{inert}\e[0m" : inert;
    }
}
