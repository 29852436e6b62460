namespace MultiLLM.Core.Catalog;

/// <summary>A list in the metadata. Long ones, vocabularies above all, are measured and skipped.</summary>
/// <param name="Count">Elements.</param>
/// <param name="Bytes">Of all elements, the lengths of texts not counted.</param>
/// <param name="Numbers">Whole numbers and booleans (0 or 1) of a short list; null for texts, fractions and long lists.</param>
internal sealed record GgufArray(long Count, long Bytes, IReadOnlyList<long>? Numbers);
