namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>What a line of text looks like.</summary>
internal enum LineKind
{
    Blank,
    Prose,

    /// <summary>"B) the liver".</summary>
    Option,
    ListItem,
    Heading,
    TableRow,

    /// <summary>"Maya: stuck on the tests".</summary>
    Dialogue,
    Code,

    /// <summary>A function's head, such as "def area(r: float) -> float:".</summary>
    Signature,
    Fence,
}
