namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Reduces a text's counts to what stands out.</summary>
internal static class TraitReader
{
    public static TextTraits Read(in TextShape shape)
    {
        var rest = shape.Length - shape.FirstLine;
        var options = Math.Max(shape.Options, shape.InlineOptions);
        return Size(shape.Words + (shape.Seen > 0 ? (int)((long)shape.Words * (shape.Length - shape.Seen) / shape.Seen) : 0))
            | If(shape.ClosingAsks, TextTraits.EndsWithQuestion)
            | If(shape.OpeningAsks, TextTraits.OpensWithQuestion)
            | If(options >= 3, TextTraits.Options)
            | If(shape.CodeLines + shape.Signatures >= 2, TextTraits.Code)
            | If(shape.Fences > 0, TextTraits.CodeFence)
            | If(shape.Signatures > 0, TextTraits.Signature)
            | If(shape.Dollars >= 2 || shape.Backslashes >= 2, TextTraits.Latex)
            | If(shape.Operators >= 1 && shape.Operators * 60 > shape.Seen, TextTraits.Operators)
            | If(shape.Numbers is 2 or 3, TextTraits.Numbers)
            | If(shape.Numbers >= 4, TextTraits.ManyNumbers)
            | If(shape.Quoted >= 10, TextTraits.Quote)
            | If(shape.Lines > 1 && shape.FirstLine < 300 && rest > 1.5 * shape.FirstLine && rest > 60, TextTraits.MaterialAfter)
            | If(shape.Lines > 1 && shape.LastLine < 300 && shape.Length - shape.LastLine > 3 * shape.LastLine, TextTraits.MaterialBefore)
            | If(shape.OpeningHasColon, TextTraits.ColonAfterOpening)
            | If(shape.ListItems >= 2, TextTraits.List)
            | If(shape.TableRows >= 2, TextTraits.Table)
            | If(shape.DialogueLines >= 2, TextTraits.Dialogue)
            | If(shape.Braces >= 2 && shape.QuoteMarks >= 4 && shape.Colons >= 2, TextTraits.Json)
            | If(shape.Tags >= 2, TextTraits.Markup)
            | If(shape.Headings > 0, TextTraits.Headings)
            | If(shape.Identifiers >= 2, TextTraits.Identifiers)
            | If(shape.Money >= 1, TextTraits.Money)
            | If(shape.Foreign * 3 > shape.Letters, TextTraits.ForeignScript)
            | If(shape.Accents >= 2, TextTraits.Accents)
            | If(shape.Paths >= 1, TextTraits.Path)
            | If(shape.Blanks >= 1, TextTraits.Blank);
    }

    private static TextTraits Size(int words) => words switch
    {
        <= 6 => TextTraits.Tiny,
        <= 20 => TextTraits.Short,
        <= 70 => TextTraits.Middling,
        <= 250 => TextTraits.Long,
        _ => TextTraits.VeryLong,
    };

    private static TextTraits If(bool holds, TextTraits trait) => holds ? trait : TextTraits.None;
}
