// One take at the browser's microphone: counts in, shows the level, ends by itself when the voice
// has ended, and hands the WAV to the form. The figures are those of studio/booth.py.
//
//   3 · 2 · 1 · speak   ▁▁▁▅▇▆▁▃▇▅▂▁▁▁▁▁▁
//                          └────────┘└────┘ quiet: over
import { wav } from "./wav.js";

const form = document.getElementById("take");
const button = document.getElementById("record");
const now = document.getElementById("now");
const level = document.getElementById("level");
const meter = document.getElementById("meter");
const sound = document.getElementById("sound");
const booth = Object.fromEntries(
  ["quietS", "voiceDb", "endedDb", "tooLoudDb", "blockS", "longestS"].map((name) => [name, Number(form.dataset[name])]),
);
const count = form.dataset.count.split(" ");
// The text of the level changes so often and no more: it is read, not looked at.
const LEVEL_EVERY = 5;
const SOFTEST_DB = -60;

let stop = null;

button.addEventListener("click", () => (stop ? stop() : record().catch(tell)));

async function record() {
  stop = () => {};
  now.textContent = "请允许使用麦克风";
  const microphone = await openMicrophone();
  try {
    for (const number of count) {
      now.textContent = number;
      await new Promise((over) => setTimeout(over, 1000));
    }
    now.textContent = "请念";
    button.textContent = "停";
    const { samples, heard } = await take(microphone);
    if (!heard) throw new Error("nothing was heard");
    now.textContent = "念完了，正在检查";
    hand(wav(samples, microphone.rate));
  } finally {
    microphone.close();
    button.textContent = "开始录";
    stop = null;
  }
}

async function openMicrophone() {
  const plain = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
  const context = new AudioContext();
  await context.audioWorklet.addModule("/static/microphone.js");
  const blocks = new AudioWorkletNode(context, "microphone", { processorOptions: { blockS: booth.blockS } });
  context.createMediaStreamSource(stream).connect(blocks).connect(context.destination);
  const opened = { rate: context.sampleRate, hear: () => {}, close };
  let number = 0;
  blocks.port.onmessage = ({ data }) => {
    if (number++ % LEVEL_EVERY === 0) show(data);
    opened.hear(data);
  };
  function close() {
    for (const track of stream.getTracks()) track.stop();
    context.close();
  }
  return opened;
}

function take(microphone) {
  const blocks = [];
  let [quietS, loudestDb] = [0, -Infinity];
  return new Promise((over) => {
    const end = () => {
      microphone.hear = () => {};
      over({ samples: blocks.flatMap((block) => [...block]), heard: loudestDb > booth.voiceDb });
    };
    stop = end;
    microphone.hear = (block) => {
      blocks.push(block);
      const db = powerDb(block);
      loudestDb = Math.max(loudestDb, db);
      const quiet = db < Math.max(loudestDb - booth.endedDb, booth.voiceDb);
      quietS = loudestDb > booth.voiceDb && quiet ? quietS + booth.blockS : 0;
      if (quietS >= booth.quietS || blocks.length * booth.blockS >= booth.longestS) end();
    };
  });
}

function hand(file) {
  const files = new DataTransfer();
  files.items.add(file);
  sound.files = files.files;
  form.requestSubmit();
}

function show(block) {
  const db = Math.max(powerDb(block), SOFTEST_DB);
  const peakDb = 20 * Math.log10(Math.max(...block.map(Math.abs), 1e-9));
  meter.value = db;
  level.textContent = `音量：${Math.round(db)} 分贝，${judged(db, peakDb)}`;
}

function judged(db, peakDb) {
  if (peakDb > booth.tooLoudDb) return "太响";
  return db > booth.voiceDb ? "听得到" : "安静";
}

function powerDb(block) {
  const power = block.reduce((sum, sample) => sum + sample * sample, 0) / block.length;
  return 10 * Math.log10(Math.max(power, 1e-12));
}

function tell(error) {
  now.textContent =
    error.message === "nothing was heard"
      ? "没有听到声音。请打开麦克风，或者离它近一点，再录一遍。"
      : "麦克风用不了。请在浏览器里允许使用麦克风（网址要以 https 开头），或者交一个录好的文件。";
}
