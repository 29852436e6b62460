using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace MultiLLM.Cli.Terminal;

/// <summary>The part of a line under edit that fits on one row of the terminal, scrolled so that the cursor is in it.</summary>
/// <param name="Text">What to show.</param>
/// <param name="CursorColumn">Columns from the start of <paramref name="Text"/> to the cursor.</param>
internal readonly record struct LineView(string Text, int CursorColumn)
{
    /// <param name="line">The whole line; newlines in it are shown as ⏎.</param>
    /// <param name="cursor">Index into it.</param>
    /// <param name="columns">Room, at least 2.</param>
    public static LineView Of(string line, int cursor, int columns)
    {
        var cells = new List<(string Text, int Width, int Start)>();
        foreach (var start in StringInfo.ParseCombiningCharacters(line))
        {
            var element = StringInfo.GetNextTextElement(line, start);
            var shown = element is "\n" or "\r\n" ? "⏎" : TerminalText.Line(element);
            cells.Add((shown, new Segment(shown).CellCount(), start));
        }

        var before = cells.Count(cell => cell.Start < cursor);
        var first = before;
        var cursorColumn = 0;
        while (first > 0 && cursorColumn + cells[first - 1].Width < columns)
        {
            cursorColumn += cells[--first].Width;
        }

        var text = new StringBuilder();
        var used = 0;
        for (var i = first; i < cells.Count && used + cells[i].Width < columns; i++)
        {
            text.Append(cells[i].Text);
            used += cells[i].Width;
        }

        return new LineView(text.ToString(), cursorColumn);
    }
}
