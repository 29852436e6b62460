namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Measures a text's layout in one pass over its window.</summary>
internal static class ShapeReader
{
    public static TextShape Read(in TextWindow window)
    {
        var shape = new TextShape
        {
            Length = window.Length,
            Opening = window.Opening.Length,
            Closing = window.Closing.Length,
            OpeningAsks = window.Opening.TrimEnd() is [.., '?' or '？' or '؟'],
            OpeningHasColon = window.Opening.Contains(':'),
            ClosingAsks = window.Closing.TrimEnd() is [.., '?' or '？' or '؟'],
        };
        ReadLines(window.Head, ref shape);
        ReadLines(window.Tail, ref shape);
        ReadCharacters(window.Head, ref shape);
        ReadCharacters(window.Tail, ref shape);
        shape.Traits = TraitReader.Read(shape);
        return shape;
    }

    private static void ReadLines(ReadOnlySpan<char> text, ref TextShape shape)
    {
        var expected = 'A';
        var blank = false;
        foreach (var range in text.Split('\n'))
        {
            var line = text[range];
            var kind = LineReader.Read(line);
            if (kind == LineKind.Blank)
            {
                blank = true;
                continue;
            }
            if (shape.Lines++ == 0)
                shape.FirstLine = line.Length;
            shape.LastLine = line.Length;
            if (blank)
                shape.Paragraphs++;
            blank = false;
            Count(kind, ref shape);
            expected = CountInlineOptions(line, expected, ref shape);
        }
    }

    private static void Count(LineKind kind, ref TextShape shape)
    {
        switch (kind)
        {
            case LineKind.Option:
                shape.Options++;
                break;
            case LineKind.ListItem:
                shape.ListItems++;
                break;
            case LineKind.Heading:
                shape.Headings++;
                break;
            case LineKind.TableRow:
                shape.TableRows++;
                break;
            case LineKind.Dialogue:
                shape.DialogueLines++;
                break;
            case LineKind.Code:
                shape.CodeLines++;
                break;
            case LineKind.Signature:
                shape.Signatures++;
                break;
            case LineKind.Fence:
                shape.Fences++;
                break;
        }
    }

    /// <summary>Options of one line, "A) red B) green", count where their letters follow one another.</summary>
    private static char CountInlineOptions(ReadOnlySpan<char> line, char expected, ref TextShape shape)
    {
        for (var i = 0; i + 2 < line.Length; i++)
        {
            var starts = i == 0 || line[i - 1] is ' ' or '(' or '\t' or ',' or ';';
            if (starts && char.ToUpperInvariant(line[i]) == expected && line[i + 1] is ')' or '.' or ':' && line[i + 2] is ' ' or '\t' && expected <= 'J')
            {
                shape.InlineOptions++;
                expected++;
            }
        }
        return expected;
    }

    private static void ReadCharacters(ReadOnlySpan<char> text, ref TextShape shape)
    {
        shape.Seen += text.Length;
        var inWord = false;
        var quotedSince = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var before = i > 0 ? text[i - 1] : ' ';
            var after = i + 1 < text.Length ? text[i + 1] : ' ';
            var letter = char.IsLetter(c);
            if (letter && !inWord)
                shape.Words++;
            inWord = letter || (inWord && c is '\'' or '’');
            if (letter)
                CountLetter(c, before, ref shape);
            else if (char.IsAsciiDigit(c))
            {
                shape.Digits++;
                if (!char.IsAsciiDigit(before) && before is not ('.' or ','))
                    shape.Numbers++;
            }
            else if (char.IsWhiteSpace(c))
                shape.Spaces++;
            else
                CountSymbol(c, before, after, ref shape);
            if (c is '"' or '“' or '”' or '„' or '«' or '»')
            {
                if (quotedSince >= 0)
                    shape.Quoted += i - quotedSince;
                quotedSince = quotedSince >= 0 ? -1 : i;
            }
        }
    }

    private static void CountLetter(char c, char before, ref TextShape shape)
    {
        shape.Letters++;
        if (c >= '\u0250')
            shape.Foreign++;
        else if (c >= '\u00C0')
            shape.Accents++;
        else if (char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(before))
            shape.Identifiers++;
    }

    private static void CountSymbol(char c, char before, char after, ref TextShape shape)
    {
        switch (c)
        {
            case '.' or ',' or '!' or '\'' or '’':
                if (c == '.' && char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterLower(after))
                    shape.Paths++;
                return;
            case '?' or '？' or '؟':
                shape.QuestionMarks++;
                return;
            case ':' or '：':
                shape.Colons++;
                break;
            case '"' or '“' or '”' or '„' or '«' or '»':
                shape.QuoteMarks++;
                return;
            case '$':
                if (char.IsAsciiDigit(after))
                    shape.Money++;
                else
                    shape.Dollars++;
                break;
            case '€' or '£' or '%' or '¥':
                shape.Money++;
                break;
            case '\\':
                shape.Backslashes += char.IsAsciiLetter(after) ? 1 : 0;
                break;
            case '{' or '}':
                shape.Braces++;
                break;
            case '<':
                if (char.IsAsciiLetter(after) || after == '/')
                    shape.Tags++;
                else
                    shape.Operators++;
                break;
            case '_':
                if (before == '_')
                    shape.Blanks++;
                else if (char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterOrDigit(after))
                    shape.Identifiers++;
                break;
            case '(':
                if (after == ')' && char.IsAsciiLetterOrDigit(before))
                    shape.Identifiers++;
                break;
            case '/':
                if (char.IsAsciiLetter(before) && char.IsAsciiLetter(after))
                    shape.Paths++;
                else if (char.IsAsciiDigit(before))
                    shape.Operators++;
                break;
            case '=' or '+' or '*' or '^' or '>' or '×' or '÷' or '√' or '∫' or '∑' or '≤' or '≥' or '·' or '²' or '³' or '−':
                shape.Operators++;
                break;
            case '-':
                shape.Operators += char.IsAsciiDigit(after) || char.IsAsciiDigit(before) ? 1 : 0;
                break;
        }
        shape.Symbols++;
    }
}
