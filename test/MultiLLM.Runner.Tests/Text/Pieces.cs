namespace MultiLLM.Runner.Tests.Text;

/// <summary>Cuts a length into ranges of the given sizes, repeated as often as needed.</summary>
internal static class Pieces
{
    public static IEnumerable<Range> Of(int length, int[] sizes)
    {
        for (int start = 0, i = 0; start < length; i++)
        {
            var end = Math.Min(length, start + sizes[i % sizes.Length]);
            yield return start..end;
            start = end;
        }
    }
}
