namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>A text's layout as numbers from 0 to about 1. Their order is part of the model's format.</summary>
internal static class ShapeFeatures
{
    public const int Count = 34;

    public static void Fill(in TextShape shape, Span<float> values)
    {
        var seen = Math.Max(1, shape.Seen);
        var lines = Math.Max(1, shape.Lines);
        ReadOnlySpan<float> all =
        [
            Log(shape.Length, 10),
            Log(shape.Lines, 5),
            Log(shape.Words, 7),
            Math.Min(1, shape.Letters / (12f * Math.Max(1, shape.Words))),
            Share(shape.Digits, seen, 4),
            Share(shape.Letters, seen, 1),
            Share(shape.Symbols, seen, 4),
            shape.ClosingAsks ? 1 : 0,
            shape.OpeningAsks ? 1 : 0,
            Log(shape.QuestionMarks, 2),
            Log(shape.Colons, 3),
            Share(shape.Quoted, seen, 1),
            Log(shape.QuoteMarks, 3),
            Share(shape.FirstLine, Math.Max(1, shape.Length), 1),
            Share(shape.LastLine, Math.Max(1, shape.Length), 1),
            Log(Math.Max(shape.Options, shape.InlineOptions), 2),
            Share(shape.CodeLines + shape.Signatures, lines, 1),
            Log(shape.CodeLines + shape.Signatures, 3),
            Log(shape.Signatures, 1),
            Log(shape.Fences, 1),
            Log(shape.Dollars + shape.Backslashes, 4),
            Log(shape.Operators, 4),
            Share(shape.Operators, seen, 10),
            Log(shape.Numbers, 4),
            Log(shape.Braces, 4),
            Log(shape.Tags, 3),
            Log(shape.Identifiers, 4),
            Log(shape.ListItems, 3),
            Log(shape.TableRows + shape.DialogueLines, 3),
            Log(shape.Paragraphs, 3),
            Log(shape.Money, 3),
            Share(shape.Foreign, Math.Max(1, shape.Letters), 1),
            Share(shape.Accents, Math.Max(1, shape.Letters), 10),
            Share(shape.Opening, Math.Max(1, shape.Length), 1),
        ];
        all.CopyTo(values);
    }

    /// <summary>1 where ln(1 + count) reaches the scale.</summary>
    private static float Log(int count, float scale) => MathF.Min(1.5f, MathF.Log(1 + count) / scale);

    private static float Share(int part, int whole, float factor) => MathF.Min(1.5f, factor * part / whole);
}
