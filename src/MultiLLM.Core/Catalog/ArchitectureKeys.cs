namespace MultiLLM.Core.Catalog;

/// <summary>The metadata keys that begin with the architecture's name. Lengths are bounded so that no product of a few overflows.</summary>
internal sealed class ArchitectureKeys(GgufHeader header, string architecture)
{
    private const int MaxLength = 1 << 24;

    public string Architecture => architecture;

    /// <summary>Null: not there, or not a number from 1 to 16 million.</summary>
    public int? Length(string key) => header.Number($"{architecture}.{key}") is > 0 and <= MaxLength and var length ? (int)length : null;

    /// <summary>One number for each layer, whether the file has one for all or a list; 0 where it has none.</summary>
    public IReadOnlyList<int> PerLayer(string key, int layers) => OptionalPerLayer(key, layers) ?? new int[layers];

    /// <summary>Null: the file does not have the key.</summary>
    public IReadOnlyList<int>? OptionalPerLayer(string key, int layers)
    {
        var full = $"{architecture}.{key}";
        if (header.Arrays.GetValueOrDefault(full)?.Numbers is { } list)
            return [.. Enumerable.Range(0, layers).Select(layer => layer < list.Count ? Bounded(list[layer]) : 0)];
        return header.Number(full) is { } number ? [.. Enumerable.Repeat(Bounded(number), layers)] : null;
    }

    private static int Bounded(long number) => (int)Math.Clamp(number, 0, MaxLength);
}
