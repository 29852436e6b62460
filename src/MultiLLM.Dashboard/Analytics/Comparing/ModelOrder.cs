namespace MultiLLM.Dashboard.Analytics.Comparing;

/// <summary>How compared models are sorted.</summary>
/// <param name="Column">Null: by name.</param>
/// <param name="Turned">The other way round than is usual for the column.</param>
internal sealed record ModelOrder(ModelColumn? Column, bool Turned)
{
    /// <summary>Of the column of names.</summary>
    public const string Name = "name";

    /// <summary>As the page's address has it: a column, with "-" before it where it is turned round. Null, or a column that is not there: the busiest first.</summary>
    public static ModelOrder Read(string? text)
    {
        var turned = text is ['-', ..];
        var id = turned ? text![1..] : text;
        return id == Name ? new(null, turned) : ModelColumn.Find(id) is { } column ? new(column, turned) : new(ModelColumn.All[0], false);
    }

    public string Text => (Turned ? "-" : "") + (Column?.Id ?? Name);

    /// <summary>What a click on a column's head leads to: it, or, where it is sorted by already, the other way round.</summary>
    public ModelOrder Click(ModelColumn? column) => column == Column ? this with { Turned = !Turned } : new(column, false);

    /// <summary>As screen readers are told; null: not sorted by this column.</summary>
    public string? Aria(ModelColumn? column) => column != Column ? null : (column is null || column.Rising) != Turned ? "ascending" : "descending";

    public IReadOnlyList<ModelLine> Sort(IEnumerable<ModelLine> lines)
    {
        var named = lines.OrderBy(line => line.Id, StringComparer.OrdinalIgnoreCase);
        if (Column is not { } column)
            return [.. Turned ? named.Reverse() : named];
        var known = named.OrderBy(line => column.Value(line) is null);
        return [.. column.Rising != Turned ? known.ThenBy(column.Value) : known.ThenByDescending(column.Value)];
    }
}
