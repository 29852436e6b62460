using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Inference;

internal enum DecodeResult
{
    Ok,

    /// <summary>The KV pool has no room for the batch; nothing changed.</summary>
    NoRoom,

    /// <summary>Stopped on request; sequences of the batch may hold more than before and must be cut back.</summary>
    Aborted,

    /// <summary>The computation failed; the content of the sequences in the batch is unknown.</summary>
    Failed,
}

/// <summary>What the decode loop asks of the native context. Called from the loop's thread only.</summary>
internal interface IInferenceEngine
{
    DecodeResult Decode(BatchPlan plan);

    /// <summary>
    /// Tokens of a step that are multiplied with the weights at once, where those beyond a multiple of it are multiplied one by one; 1: the number does
    /// not matter.
    /// </summary>
    int TokenGroup { get; }

    /// <summary>Raw logits of the batch's entry; valid until the next decode, and may be overwritten.</summary>
    Span<float> Logits(int batchIndex);

    /// <summary>
    /// Lets <paramref name="destination"/> (empty) share the first <paramref name="count"/> tokens of <paramref name="source"/>. False where the model
    /// cannot share a part: then it stays empty.
    /// </summary>
    bool CopyPrefix(int source, int destination, int count);

    /// <summary>Keeps the first <paramref name="count"/> tokens. False where the model cannot forget a part: then it forgot all.</summary>
    bool Truncate(int sequence, int count);

    /// <summary>
    /// A copy of all that the pool holds for the sequence; to be disposed. Null where it takes more than <paramref name="mostBytes"/> or memory
    /// is short.
    /// </summary>
    StateBuffer? CopyState(int sequence, long mostBytes);

    /// <summary>
    /// Gives the sequence (empty) what <see cref="CopyState"/> gave before, maybe in another process with the same model and sizes. False: the pool
    /// has no room, or it is no such state; the sequence is empty then.
    /// </summary>
    bool RestoreState(int sequence, StateBuffer state);

    /// <summary>Nothing to compute for now: gives up what idle computing threads would take.</summary>
    void Rest();
}
