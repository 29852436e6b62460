using Spectre.Console;

namespace MultiLLM.Cli.Terminal;

/// <summary>Tables. Apart from the rest, so that commands without one do not load the library.</summary>
internal static class Columns
{
    private const int PipeWidth = 4096;

    /// <summary>Columns without lines, wide as they need in a pipe, fitted on a terminal. Cells are plain text, made inert.</summary>
    public static void Write(CliConsole console, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var bold = new Style(decoration: Decoration.Bold);
        var table = new Table().NoBorder();
        for (var i = 0; i < headers.Count; i++)
        {
            table.AddColumn(new TableColumn(new Text(headers[i], bold)) { Padding = new Padding(0, 0, i == headers.Count - 1 ? 0 : 2, 0) });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(TerminalText.Line(cell))));
        }

        var drawn = new StringWriter();
        Canvas(console, drawn).Write(table);
        foreach (var line in drawn.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            console.Out.WriteLine(line.TrimEnd());
        }
    }

    private static IAnsiConsole Canvas(CliConsole console, TextWriter writer)
    {
        var styled = console is { OutIsTerminal: true, Colors: true };
        var canvas = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = styled ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = styled ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        canvas.Profile.Width = console.OutIsTerminal ? Math.Max(40, Console.WindowWidth) : PipeWidth;
        return canvas;
    }
}
