using MultiLLM.Cli;
using MultiLLM.Cli.Terminal;

namespace MultiLLM.Tests.Cli;

/// <summary>One run of the command line in this process, with its streams caught.</summary>
internal sealed class CliRun
{
    private readonly Dictionary<string, string> _environment = [];

    public StringWriter Out { get; } = new();
    public StringWriter Error { get; } = new();
    public Interrupts Interrupts { get; } = new();
    public string Input { get; init; } = "";
    public bool Terminal { get; init; }
    public int Width { get; init; } = 120;

    public CliRun With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public CliContext Context() => new()
    {
        Console = new CliConsole
        {
            In = new StringReader(Input),
            Out = Out,
            Error = Error,
            InIsTerminal = Terminal,
            OutIsTerminal = Terminal,
            ErrorIsTerminal = Terminal,
            TerminalWidth = () => Width,
        },
        Interrupts = Interrupts,
        Environment = name => _environment.GetValueOrDefault(name),
        BaseDirectory = Path.Combine(Path.GetTempPath(), "no-such-installation", "cli"),
    };

    public Task<int> RunAsync(params string[] args) => CliApp.RunAsync(args, Context());

    public Task<int> RunAsync(Uri service, params string[] args)
    {
        With("MULTILLM_URL", service.AbsoluteUri);
        return RunAsync(args);
    }

    public string[] OutLines => Out.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
