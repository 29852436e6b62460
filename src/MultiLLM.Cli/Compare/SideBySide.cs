using MultiLLM.Cli.Terminal;
using Spectre.Console;
using Columns = MultiLLM.Cli.Terminal.Columns;

namespace MultiLLM.Cli.Compare;

/// <summary>Texts beside each other on a terminal that is wide enough, else one below the other; below each other, and unchanged, in a file or a pipe.</summary>
internal static class SideBySide
{
    /// <summary>Narrower columns break sentences to pieces.</summary>
    private const int LeastColumn = 34;
    private const int Gap = 3;

    public static void Write(CliConsole console, IReadOnlyList<(string Head, string Text)> texts)
    {
        var column = (Columns.Width(console) - (Gap * (texts.Count - 1))) / Math.Max(1, texts.Count);
        if (!console.OutIsTerminal || column < LeastColumn)
        {
            Below(console, texts);
        }
        else
        {
            Beside(console, texts, column);
        }
    }

    private static void Below(CliConsole console, IReadOnlyList<(string Head, string Text)> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (i > 0)
            {
                console.Out.WriteLine();
            }

            console.Out.WriteLine(Columns.Bold(console, $"== {TerminalText.Line(texts[i].Head)}"));
            console.Out.WriteLine(console.ForOut(texts[i].Text));
        }
    }

    private static void Beside(CliConsole console, IReadOnlyList<(string Head, string Text)> texts, int width)
    {
        var table = new Table().NoBorder();
        for (var i = 0; i < texts.Count; i++)
        {
            table.AddColumn(new TableColumn(new Text(TerminalText.Line(texts[i].Head), new Style(decoration: Decoration.Bold)))
            {
                Width = width,
                Padding = new Padding(0, 0, i == texts.Count - 1 ? 0 : Gap, 0),
            });
        }

        table.AddRow(texts.Select(text => new Text(TerminalText.Inert(text.Text).Replace("\t", "    ", StringComparison.Ordinal))));
        Columns.Draw(console, table);
    }
}
