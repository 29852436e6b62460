namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>A text as detectors read it, and where each of its characters stood in the text as written.</summary>
internal sealed class NormalText
{
    private readonly int[]? _starts;
    private readonly int[]? _ends;
    private readonly (int Start, int End)? _whole;

    /// <summary>Nothing had to be changed.</summary>
    public NormalText(string value) => Value = value;

    public NormalText(string value, int[] starts, int[] ends) => (Value, _starts, _ends) = (value, starts, ends);

    /// <summary>What an encoded piece says: whatever is found in it concerns the whole piece.</summary>
    public NormalText(string value, int start, int end) => (Value, _whole) = (value, (start, end));

    public string Value { get; }

    /// <summary>It was hidden in base64 or hex.</summary>
    public bool IsDecoded => _whole is not null;

    /// <summary>The characters as written that a span of <see cref="Value"/> stands for.</summary>
    public (int Start, int End) Written(int start, int end) => _whole
        ?? (_starts is null ? (start, end) : end <= start ? (_starts[start], _starts[start]) : (_starts[start], _ends![end - 1]));
}
