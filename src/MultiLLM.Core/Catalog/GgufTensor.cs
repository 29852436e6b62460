namespace MultiLLM.Core.Catalog;

/// <summary>One tensor as the head describes it.</summary>
/// <param name="Name">For example "blk.0.attn_q.weight".</param>
/// <param name="Type">Number of the ggml type, see <see cref="GgufTypes"/>.</param>
/// <param name="Dimensions">Numbers in each direction, those of one row first.</param>
/// <param name="Offset">Bytes from the beginning of the data.</param>
/// <param name="Bytes">In the file, without what pads it to the alignment.</param>
internal sealed record GgufTensor(string Name, uint Type, IReadOnlyList<long> Dimensions, long Offset, long Bytes)
{
    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    /// <summary>Rows of one matrix; 1 for a vector.</summary>
    public long Rows => Dimensions.Count > 1 ? Dimensions[1] : 1;
}
