using System.Text;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Documents;

namespace MultiLLM.Tests.Catalog.Documents;

public sealed class DocumentReaderTests
{
    /// <summary>Documents that are JSON but no catalog, the line at fault (from 1), and a part of the reason.</summary>
    public static TheoryData<string, int, string> Bad => new()
    {
        { "{\n \"modles\": [] }", 2, "\"modles\", which a catalog does not know" },
        { "{\n \"models\": [\n  {\"id\": \"m\",\n   \"nmae\": \"x\"}] }", 4, "models[0] has a member \"nmae\"" },
        { "{\"models\": [\n {\"name\": \"x\"}] }", 2, "models[0] lacks \"id\"" },
        { "{\"models\": [\n {\"id\": \"UPPER\"}] }", 2, "models[0].id is \"UPPER\"" },
        { "{\"models\": [\n {\"id\": \"auto\"}] }", 2, "models[0].id" },
        { "{\"models\": [\n {\"id\": \"m\",\n \"type\": \"huge\"}] }", 3, "must be one of small_llm, large_llm" },
        { "{\"models\": [\n {\"id\": \"m\",\n \"type\": 1}] }", 3, "must be one of small_llm" },
        { "{\"models\": [\n {\"id\": \"m\",\n \"context_length\": 0}] }", 3, "models[0].context_length is 0" },
        { "{\"models\": [\n {\"id\": \"m\",\n \"context_length\": \"8k\"}] }", 3, "models[0].context_length has a value of the wrong kind" },
        { "{\"models\": [\n {\"id\": \"m\", \"quality\": {\n  \"poetry\": {\"score\": 1, \"source\": \"x\"}}}] }", 3, "must be one of chat, knowledge" },
        { "{\"models\": [\n {\"id\": \"m\", \"quality\": {\n  \"math\": {\"score\": 11, \"source\": \"x\"}}}] }", 3, "quality.math.score is 11" },
        { "{\"models\": [\n {\"id\": \"m\", \"quality\": {\n  \"math\": {\"score\": 1}}}] }", 3, "lacks \"source\"" },
        { "{\"models\": [\n {\"id\": \"m\", \"quality\": {\n  \"math\": null}}] }", 3, "quality.math is null" },
        { "{\"models\": [\n null] }", 2, "models[0] is null" },
        { "{\"models\": [\n {\"id\": \"m\", \"source\": {\n  \"repository\": \"no-slash\", \"file\": \"a.gguf\"}}] }", 3, "repository is \"no-slash\"" },
        { "{\"models\": [\n {\"id\": \"m\", \"source\": {\n  \"repository\": \"o/n\",\n  \"file\": \"../../etc/a.gguf\"}}] }", 4, "source.file is" },
        { "{\"models\": [\n {\"id\": \"m\", \"source\": {\n  \"repository\": \"o/n\",\n  \"file\": \"/a.gguf\"}}] }", 4, "source.file is" },
        { "{\"models\": [\n {\"id\": \"m\", \"source\": {\n  \"repository\": \"o/n\",\n  \"file\": \"a.exe\"}}] }", 4, "ends in .gguf" },
        { "{\"models\": [\n {\"id\": \"m\", \"source\": {\n  \"repository\": \"o/n\"}}] }", 2, "needs either file or files" },
        { "{\"models\": [\n {\"id\": \"m\", \"source\": {\n  \"repository\": \"o/n\", \"file\": \"a.gguf\",\n  \"sha256\": \"abc\"}}] }", 4, "64 lower-case hexadecimal digits" },
        { "{\"models\": [\n {\"id\": \"m\", \"source\": {\n  \"repository\": \"o/n\", \"files\": [\n   {\"size_bytes\": 1}]}}] }", 4, "lacks \"path\"" },
        { "{\"models\": [\n {\"id\": \"m\", \"shape\": {\n  \"architecture\": \"llama\", \"layers\": 0, \"heads\": 1, \"embedding\": 1, \"feed_forward\": 1, \"vocabulary\": 1}}] }", 3, "shape.layers is 0" },
        { "{\"models\": [\n {\"id\": \"m\", \"shape\": {\n  \"architecture\": \"llama\", \"layers\": 1, \"heads\": 1, \"embedding\": 1, \"feed_forward\": 1, \"vocabulary\": 1, \"full_attention_every\": 2}}] }", 3, "needs a sliding_window" },
        { "{\"models\": [\n {\"id\": \"m\", \"fallback_template\": \"poem\"}] }", 2, "known are plain" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"port\": 1}}] }", 3, "lacks \"command\"" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"command\": []}}] }", 3, "server.command has 0 parts" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"command\": [\"a\", \"{port}\"],\n  \"port\": 70000}}] }", 4, "server.port is 70000" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"command\": [\"a\", \"{port}\"],\n  \"health\": \"http://other/\"}}] }", 4, "server.health must be a path" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"command\": [\"a\", \"{port}\"],\n  \"environment\": {\"A B\": \"c\"}}}] }", 4, "no environment variable can have" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"command\": [\"a\", \"{port}\"],\n  \"memory_bytes\": 5}}] }", 4, "server.memory_bytes is 5" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"command\": [\"a\", \"{port}\"],\n  \"working_directory\": \"b\"}}] }", 4, "must be an absolute path" },
        { "{\"models\": [\n {\"id\": \"m\", \"server\": {\n  \"command\": [\"a\", \"{port}\"],\n  \"ready_timeout_seconds\": 0}}] }", 4, "ready_timeout_seconds is 0" },
        { "{\"aliases\": [\n {\"alias\": \"a\"}] }", 2, "lacks \"model\"" },
        { "{\"aliases\": [\n {\"alias\": \"Auto\", \"model\": \"m\"}] }", 2, "asks for automatic selection" },
        { "{\"aliases\": [\n {\"alias\": \"a\", \"model\": \"m\",\n  \"sampling\": {\"temperature\": 3}}] }", 3, "sampling.temperature is outside 0 to 2" },
        { "{\"aliases\": [\n {\"alias\": \"a\", \"model\": \"m\",\n  \"max_tokens\": 0}] }", 3, "max_tokens is 0" },
        { "{\"hide\": [\n \" \"] }", 2, "hide[0] is blank" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Read_BadDocument_NamesLineAndReason(string json, int line, string reason)
    {
        var read = DocumentReader.Read("c.json", Encoding.UTF8.GetBytes(json));

        Assert.Null(read.Document);
        Assert.Equal(("c.json", line), (read.Problems[0].Path, read.Problems[0].Line));
        Assert.Contains(reason, read.Problems[0].Reason);
        Assert.DoesNotContain("System.", read.Problems[0].Reason);
        Assert.DoesNotContain("MultiLLM.", read.Problems[0].Reason);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Schema_BadDocument_IsRefusedToo(string json, int line, string reason)
    {
        Assert.True(line > 0 && reason.Length > 0);
        Assert.NotEmpty(CatalogSchema.Errors(json));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n \"models\": [\n", 3)]
    [InlineData("[]", 1)]
    [InlineData("null", null)]
    [InlineData("{\"models\": [] } x", 1)]
    public void Read_NoCatalogAtAll_IsAProblem(string text, int? line)
    {
        var read = DocumentReader.Read("c.json", Encoding.UTF8.GetBytes(text));

        Assert.Equal((null, line), (read.Document, Assert.Single(read.Problems).Line));
    }

    [Fact]
    public void Read_WholeDocument_IsTakenAndTheSchemaAgrees()
    {
        const string Json = """
            {
              // comments and trailing commas are fine
              "$schema": "catalog.schema.json",
              "models": [{
                "id": "big", "name": "Big", "type": "large_llm", "parameters": 70000000000, "context_length": 8192, "quantization": "Q4_K_M",
                "source": { "repository": "me/big", "files": [{ "path": "a/big-00001-of-00002.gguf", "size_bytes": 3 }, { "path": "a/big-00002-of-00002.gguf", "size_bytes": 4 }] },
                "quality": { "math": { "score": 7.5, "source": "GSM8K 75 (its card)" } },
              }],
              "aliases": [{ "alias": "precise", "model": "big", "sampling": { "temperature": 0.1 }, "system": "Be brief.", "max_tokens": 50, "stop": ["END"] }],
              "hide": ["phi-2"],
            }
            """;

        var read = DocumentReader.Read("c.json", Encoding.UTF8.GetBytes("\uFEFF" + Json));

        Assert.Empty(read.Problems);
        Assert.Empty(CatalogSchema.Errors(Json));
        var source = Assert.Single(read.Document!.Models!).Source!.ToSource();
        Assert.Equal((7L, "big-00001-of-00002.gguf", "main"), (source.SizeBytes, source.Files[0].Name, source.Revision));
        Assert.Equal(ModelTask.Math, Assert.Single(read.Document.Models![0].Quality!).Key);
    }

    [Fact]
    public void ReadFile_Missing_IsAProblem() => Assert.Contains("cannot be read", Assert.Single(DocumentReader.ReadFile("/no/such/file.json").Problems).Reason);
}
