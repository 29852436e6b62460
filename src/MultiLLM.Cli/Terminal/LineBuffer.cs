using System.Globalization;

namespace MultiLLM.Cli.Terminal;

/// <summary>A line under edit. The cursor moves by what a reader calls a character, so it never lands inside an emoji or an accent.</summary>
internal sealed class LineBuffer
{
    public string Text { get; private set; } = "";

    /// <summary>Index into <see cref="Text"/>.</summary>
    public int Cursor { get; private set; }

    public void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    public void Insert(char c)
    {
        Text = Text.Insert(Cursor, c.ToString());
        Cursor++;
    }

    public void Left() => Cursor = Previous();

    public void Right() => Cursor = Next();

    public void Home() => Cursor = 0;

    public void End() => Cursor = Text.Length;

    public void WordLeft() => Cursor = PreviousWord();

    public void WordRight()
    {
        while (Cursor < Text.Length && char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }

        while (Cursor < Text.Length && !char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }
    }

    public void Backspace() => RemoveBack(Previous());

    public void Delete() => Text = Text.Remove(Cursor, Next() - Cursor);

    public void DeleteWord() => RemoveBack(PreviousWord());

    public void DeleteToStart() => RemoveBack(0);

    public void DeleteToEnd() => Text = Text[..Cursor];

    private void RemoveBack(int start)
    {
        Text = Text.Remove(start, Cursor - start);
        Cursor = start;
    }

    private int Next() => Cursor < Text.Length ? Cursor + StringInfo.GetNextTextElementLength(Text, Cursor) : Cursor;

    private int Previous()
    {
        var previous = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(Text))
        {
            if (start >= Cursor)
            {
                break;
            }

            previous = start;
        }

        return previous;
    }

    private int PreviousWord()
    {
        var start = Cursor;
        while (start > 0 && char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        while (start > 0 && !char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        return start;
    }
}
