namespace MultiLLM.Dashboard.RichText;

/// <summary>
/// Tells texts that are made to be slow from others before they are parsed: runs of brackets and marks that nobody writes, and lines that begin with a heap of them.
/// </summary>
internal static class Nesting
{
    /// <summary>Brackets that may be open at one time, in one paragraph.</summary>
    private const int MaxOpen = 200;

    /// <summary>Quotes and bullets at the beginning of a line, or white space before it.</summary>
    private const int MaxBegin = 200;

    /// <summary>Marks of emphasis in one paragraph.</summary>
    private const int MaxMarks = 2000;

    public static bool IsBounded(string text)
    {
        int open = 0, marks = 0, begin = 0;
        bool atBegin = true, blank = true;
        foreach (var c in text)
        {
            if (c == '\n')
            {
                if (blank)
                    (open, marks) = (0, 0);
                (begin, atBegin, blank) = (0, true, true);
                continue;
            }
            blank &= char.IsWhiteSpace(c);
            atBegin &= c is ' ' or '\t' or '>' or '-' or '+' or '*';
            if (atBegin && ++begin > MaxBegin)
                return false;
            if (c is '[' or '(' or '<' && ++open > MaxOpen)
                return false;
            if (c is ']' or ')' or '>' && open > 0)
                open--;
            if (c is '*' or '_' or '~' or '`' && ++marks > MaxMarks)
                return false;
        }
        return true;
    }
}
