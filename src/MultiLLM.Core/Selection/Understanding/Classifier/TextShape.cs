namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Counts of a text's layout and characters within its window.</summary>
internal struct TextShape
{
    /// <summary>Characters of the whole text; all else is of the window.</summary>
    public int Length;
    public int Seen;
    public int Words;
    public int Lines;
    public int FirstLine;
    public int LastLine;
    public int Letters;
    public int Digits;
    public int Numbers;
    public int Spaces;
    public int Symbols;
    public int Operators;
    public int QuestionMarks;
    public int Colons;
    public int QuoteMarks;

    /// <summary>Characters between double quotes.</summary>
    public int Quoted;
    public int Dollars;
    public int Backslashes;
    public int Braces;
    public int Tags;
    public int Money;
    public int Blanks;
    public int Identifiers;
    public int Paths;
    public int Accents;
    public int Foreign;
    public int Paragraphs;
    public int Options;
    public int InlineOptions;
    public int ListItems;
    public int Headings;
    public int TableRows;
    public int DialogueLines;
    public int CodeLines;
    public int Signatures;
    public int Fences;
    public int Opening;
    public int Closing;
    public bool OpeningAsks;
    public bool OpeningHasColon;
    public bool ClosingAsks;
    public TextTraits Traits;
}
