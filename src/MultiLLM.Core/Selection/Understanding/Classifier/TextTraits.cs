namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>What the layout of a text shows at a glance. Pairs of them are features, so their numbers are part of the model's format.</summary>
[Flags]
internal enum TextTraits : uint
{
    None = 0,

    /// <summary>At most 6 words.</summary>
    Tiny = 1 << 0,

    /// <summary>7 to 20 words.</summary>
    Short = 1 << 1,

    /// <summary>21 to 70 words.</summary>
    Middling = 1 << 2,

    /// <summary>71 to 250 words.</summary>
    Long = 1 << 3,
    VeryLong = 1 << 4,
    EndsWithQuestion = 1 << 5,
    OpensWithQuestion = 1 << 6,

    /// <summary>Answers to choose from: A) B) C).</summary>
    Options = 1 << 7,
    Code = 1 << 8,
    CodeFence = 1 << 9,
    Signature = 1 << 10,
    Latex = 1 << 11,
    Operators = 1 << 12,
    Numbers = 1 << 13,
    ManyNumbers = 1 << 14,
    Quote = 1 << 15,

    /// <summary>A short instruction and then much more.</summary>
    MaterialAfter = 1 << 16,

    /// <summary>Much text and a short instruction after it.</summary>
    MaterialBefore = 1 << 17,
    ColonAfterOpening = 1 << 18,
    List = 1 << 19,
    Table = 1 << 20,
    Dialogue = 1 << 21,
    Json = 1 << 22,
    Markup = 1 << 23,
    Headings = 1 << 24,
    Identifiers = 1 << 25,
    Money = 1 << 26,
    ForeignScript = 1 << 27,
    Accents = 1 << 28,
    Path = 1 << 29,
    Blank = 1 << 30,
}
