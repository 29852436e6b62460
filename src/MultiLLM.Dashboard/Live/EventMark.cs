namespace MultiLLM.Dashboard.Live;

/// <summary>The newest event of a sort, by its id: another number says that something happened. 0: none.</summary>
internal static class EventMark
{
    public static long Pulls(LiveView view) => Newest(view, kind => kind.StartsWith("model.pull_", StringComparison.Ordinal));

    /// <summary>After which the lists of models differ.</summary>
    public static long Catalog(LiveView view) =>
        Newest(view, kind => kind is "model.pull_ended" or "model.imported" or "model.removed" or "catalog.problem");

    private static long Newest(LiveView view, Predicate<string> sort) => view.Events.FirstOrDefault(happened => sort(happened.Kind))?.Id ?? 0;
}
