namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Kinds of features; each weighs as one voice, however many of its features a text has.</summary>
internal enum FeatureGroup
{
    /// <summary>A word or symbol of what the person says.</summary>
    Word,

    /// <summary>Two neighbours.</summary>
    Pair,

    /// <summary>A few letters of a word, which a typo leaves alone.</summary>
    Piece,

    /// <summary>A word of the first sentence.</summary>
    Opening,

    /// <summary>A word of the last sentence.</summary>
    Closing,

    /// <summary>Neighbours and beginnings in the first and the last sentence.</summary>
    Phrase,

    /// <summary>Two traits of the layout, or concepts, that occur together.</summary>
    Trait,

    /// <summary>A word or symbol of what the person brings: quoted or pasted.</summary>
    Material,
}
