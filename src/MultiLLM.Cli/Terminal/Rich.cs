using Spectre.Console;

namespace MultiLLM.Cli.Terminal;

/// <summary>Tables and spinners. Apart from the rest, so that commands which need none of it do not load the library.</summary>
internal static class Rich
{
    private static readonly TimeSpan SpinnerDelay = TimeSpan.FromMilliseconds(250);
    private const int PipeWidth = 4096;

    /// <summary>Columns without lines, wide as they need in a pipe, fitted on a terminal. Cells are plain text, made inert.</summary>
    public static void WriteTable(CliConsole console, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var bold = new Style(decoration: Decoration.Bold);
        var table = new Table().NoBorder();
        table.Expand = false;
        for (var i = 0; i < headers.Count; i++)
        {
            table.AddColumn(new TableColumn(new Text(headers[i], bold)) { Padding = new Padding(0, 0, i == headers.Count - 1 ? 0 : 2, 0) });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(TerminalText.Line(cell))));
        }

        Create(console, console.Out, console.OutIsTerminal).Write(table);
    }

    /// <summary>Awaits the task; where that takes a while and a person is watching, with a spinner on the error stream.</summary>
    public static async Task<T> WithSpinnerAsync<T>(CliContext cli, string text, Task<T> task)
    {
        if (cli.Console is { ErrorIsTerminal: true, CursorMoves: true }
            && await Task.WhenAny(task, Task.Delay(SpinnerDelay, cli.Time)).ConfigureAwait(false) != task)
        {
            await SpinAsync(cli.Console, text, task).ConfigureAwait(false);
        }

        return await task.ConfigureAwait(false);
    }

    private static Task SpinAsync(CliConsole console, string text, Task task) =>
        Create(console, console.Error, isTerminal: true).Status().StartAsync(
            Markup.Escape(TerminalText.Line(text)),
            _ => Task.WhenAny(task)); // The task's own failure is the caller's to see.

    private static IAnsiConsole Create(CliConsole console, TextWriter writer, bool isTerminal)
    {
        var ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal && console.CursorMoves ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && console.Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            ansi.Profile.Width = PipeWidth;
        }

        return ansi;
    }
}
