using Spectre.Console;

namespace MultiLLM.Cli.Terminal;

/// <summary>Tables. Apart from the rest, so that commands without one do not load the library.</summary>
internal static class Columns
{
    private const int PipeWidth = 4096;

    /// <summary>Below this a column of sentences is squeezed to a word a line.</summary>
    private const int LeastWidthForSentences = 76;

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

        Draw(console, table);
    }

    /// <summary>Without the spaces that fill its lines.</summary>
    public static void Draw(CliConsole console, Table table)
    {
        var drawn = new StringWriter();
        Canvas(console, drawn).Write(table);
        foreach (var line in drawn.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            console.Out.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>The same for rows that end with a sentence: on a narrow terminal these stand below the table, each after its row's first cell.</summary>
    public static void WriteWithSentences(CliConsole console, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (Width(console) >= LeastWidthForSentences)
        {
            Write(console, headers, rows);
            return;
        }

        Write(console, [.. headers.SkipLast(1)], rows.Select(row => row.SkipLast(1).ToArray()));
        foreach (var row in rows.Where(row => row[^1].Length > 0))
        {
            console.Out.WriteLine(TerminalText.Line($"{row[0]}: {row[^1]}"));
        }
    }

    public static int Width(CliConsole console) => console.OutIsTerminal ? Math.Max(40, console.TerminalWidth()) : PipeWidth;

    public static string Bold(CliConsole console, string text) => console is { OutIsTerminal: true, Colors: true } ? $"\e[1m{text}\e[0m" : text;

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
        canvas.Profile.Width = Width(console);
        return canvas;
    }
}
