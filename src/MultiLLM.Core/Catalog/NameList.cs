using System.Collections;

namespace MultiLLM.Core.Catalog;

/// <summary>
/// Names in order, equal to another list of the same names. Records compare their lists by reference, so that a definition put together anew would look
/// changed, and a model whose definition changed is loaded again.
/// </summary>
internal sealed class NameList(IEnumerable<string> names) : IReadOnlyList<string>, IEquatable<NameList>
{
    private readonly string[] _names = [.. names];

    public int Count => _names.Length;
    public string this[int index] => _names[index];

    public bool Equals(NameList? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as NameList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in _names)
            hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
