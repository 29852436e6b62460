using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Inference;

/// <summary>The sizes one model is loaded with, every default filled in.</summary>
/// <param name="Embedding">For embeddings instead of generation.</param>
/// <param name="ContextLength">Tokens one request may hold.</param>
/// <param name="KvCells">Tokens all slots hold together.</param>
/// <param name="Slots">Requests batched together.</param>
/// <param name="BatchSize">Tokens of one decode step.</param>
/// <param name="Threads">Threads that compute.</param>
/// <param name="Poll">0 to 100: how long idle compute threads spin before they sleep.</param>
internal sealed record ModelPlan(bool Embedding, int ContextLength, int KvCells, int Slots, int BatchSize, int Threads, uint Poll)
{
    /// <summary>
    /// Whether slots take cells from one pool. Where every slot can hold a whole context of its own there is nothing to share, and attention
    /// need not step over the other slots' cells.
    /// </summary>
    public bool SharesPool => KvCells < Slots * ContextLength;

    /// <summary>
    /// Tokens of one step that get an output; 0: all. Generation needs one for each slot, and room for the logits of every token of a prompt
    /// would be most of what the computation reserves.
    /// </summary>
    public int Outputs => Embedding ? 0 : Slots;

    private const int DefaultSlots = 8;
    private const int DefaultBatchSize = 512;
    private const int DefaultCells = 4096;
    private const int EmbeddingSlots = 64;
    private const int FallbackContext = 2048;

    public static ModelPlan For(LoadModel order, int trainedContext)
    {
        var trained = trainedContext > 0 ? trainedContext : FallbackContext;
        var context = order.ContextLength == 0 ? trained : (int)order.ContextLength;
        var threads = order.Threads == 0 ? Environment.ProcessorCount : (int)order.Threads;
        if (order.Embedding)
        {
            // An encoder sees a text in one piece: the batch must hold the longest text allowed.
            context = Math.Min(context, trained);
            return new ModelPlan(true, context, context, EmbeddingSlots, context, threads, DefaultPoll);
        }
        var slots = order.Slots == 0 ? DefaultSlots : (int)order.Slots;
        var wanted = order.KvCells == 0 ? DefaultCells : (int)order.KvCells;
        var cells = (int)Math.Clamp(wanted, context, (long)slots * context); // more than every slot's whole context is of no use
        var batch = order.BatchSize == 0 ? DefaultBatchSize : (int)order.BatchSize;
        return new ModelPlan(false, context, cells, slots, Math.Max(batch, slots), threads, DefaultPoll);
    }

    // About 15 ms of spinning: longer than the gap between two steps, short enough that an idle model uses no processor.
    private const uint DefaultPoll = 5;
}
