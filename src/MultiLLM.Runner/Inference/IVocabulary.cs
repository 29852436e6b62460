using System.Collections.Frozen;

namespace MultiLLM.Runner.Inference;

/// <summary>What an answer needs to know of a model's tokens.</summary>
internal interface IVocabulary
{
    int Size { get; }

    /// <summary>Tokens that end an answer.</summary>
    FrozenSet<int> EndTokens { get; }

    /// <summary>The bytes a token stands for; may be part of a UTF-8 character. Empty for control tokens.</summary>
    ReadOnlySpan<byte> Piece(int token);

    /// <summary>How a token is spelled, control tokens included.</summary>
    string TextOf(int token);
}
