namespace MultiLLM.Runner.Prefixes;

/// <summary>One saved state, as its file's head tells.</summary>
/// <param name="Path">The file.</param>
/// <param name="Tokens">Whose keys and values it holds.</param>
/// <param name="Bytes">Of the file.</param>
internal sealed record SavedPrefix(string Path, int[] Tokens, long Bytes);

/// <summary>What one model may keep.</summary>
/// <param name="MaxBytes">Of all files.</param>
/// <param name="MinTokens">Fewer are computed as fast as they are read.</param>
/// <param name="MaxFiles">Every prompt is compared with all of them.</param>
internal sealed record PrefixLimits(long MaxBytes, int MinTokens, int MaxFiles = 64);
