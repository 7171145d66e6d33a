// The sound of an alert: two rising tones, made here. Each alert sounds once in this browser, whatever tabs are open.
(() => {
  "use strict";
  const REMEMBERED = "bluelamp-sounded";
  const KEPT = 300;
  let audio = null;

  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem(REMEMBERED)) || [];
    } catch {
      return [];
    }
  };

  const remember = (ids) => {
    try {
      localStorage.setItem(REMEMBERED, JSON.stringify([...remembered(), ...ids].slice(-KEPT)));
    } catch {
      // A browser that keeps nothing sounds again after a reload: better than silence.
    }
  };

  const context = () => {
    if (!audio && "AudioContext" in window) audio = new AudioContext();
    return audio;
  };

  const tone = (at, pitch) => {
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.type = "triangle";
    oscillator.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.35, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.42);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.45);
  };

  const play = () => {
    if (!context() || audio.state !== "running") return;
    for (let round = 0; round < 3; round += 1) {
      const at = audio.currentTime + 0.05 + round * 1.1;
      tone(at, 660);
      tone(at + 0.3, 880);
    }
  };

  const hint = () => {
    const button = document.getElementById("sound");
    if (!button || !context()) return;
    const on = audio.state === "running";
    button.hidden = false;
    button.textContent = on ? "Sound on" : "Sound off";
    button.title = on ? "Press to hear how an alert sounds" : "Browsers stay silent until something is pressed";
    button.classList.toggle("bl-header__sound--off", !on);
  };

  const unlock = async () => {
    if (!context() || audio.state === "running") return;
    try {
      await audio.resume();
    } catch {
      return;
    }
    hint();
  };

  // Called by live.js with the alerts that sound as they stand; answers how many are new to this browser.
  window.blueLampAlarm = (sounding) => {
    const known = new Set(remembered());
    const fresh = sounding.filter((id) => !known.has(id));
    if (fresh.length) {
      remember(fresh);
      play();
      const root = document.documentElement;
      root.dataset.sounded = String(Number(root.dataset.sounded || 0) + 1);
    }
    return fresh.length;
  };

  document.addEventListener("click", async (event) => {
    if (event.target.id !== "sound") return;
    await unlock();
    play();
  });
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, unlock, { passive: true });
  document.addEventListener("DOMContentLoaded", hint);
  if (document.readyState !== "loading") hint();
})();
