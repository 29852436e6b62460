namespace MultiLLM.Dashboard.Docs;

/// <summary>A guide, ready to be shown.</summary>
/// <param name="Title">Its first heading, which is not among the blocks.</param>
/// <param name="Blocks">In order.</param>
/// <param name="Headings">Of the second and third level, for the table of contents.</param>
internal sealed record GuideText(string Title, IReadOnlyList<GuideBlock> Blocks, IReadOnlyList<GuideHeading> Headings);

/// <param name="Id">Its anchor, made as GitHub makes it.</param>
/// <param name="Text">Without marks.</param>
/// <param name="Level">2 or 3.</param>
internal sealed record GuideHeading(string Id, string Text, int Level);

/// <param name="Html">To show; empty where it is code.</param>
/// <param name="Code">Code or what stood on a terminal; null: it is <paramref name="Html"/>.</param>
/// <param name="Language">As its fence names it; null: it does not.</param>
internal sealed record GuideBlock(string Html, string? Code = null, string? Language = null);
